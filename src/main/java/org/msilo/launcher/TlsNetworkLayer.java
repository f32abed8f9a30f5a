package org.msilo.launcher;

import gov.nist.core.net.DefaultNetworkLayer;
import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The sockets of the stack, which makes it by its name: those of TLS by our certificate and trust,
 * all others as the stack's own layer makes them. Thread-safe.
 */
public final class TlsNetworkLayer implements NetworkLayer {
  /** As long as the stack waits for connections without TLS. */
  private static final int CONNECT_MILLIS = 8_000;

  private final NetworkLayer plain = DefaultNetworkLayer.SINGLETON;
  private final Tls tls = Tls.starting();
  private final SSLSocketFactory server = tls.context(false).getSocketFactory();

  /** Puts TLS on a connection that somebody else opened. */
  SSLSocket accepted(Socket plain) throws IOException {
    SSLSocket socket = (SSLSocket) server.createSocket(plain, null, true);
    socket.setSSLParameters(parametersOfServer());
    return socket;
  }

  /** How we do TLS with those who connect to us. */
  SSLParameters parametersOfServer() {
    return tls.parametersOfServer();
  }

  @Override
  public void setSipStack(SipStackImpl stack) {
    // It needs nothing of it.
  }

  @Override
  public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket)
            tls.context(false).getServerSocketFactory().createServerSocket(port, backlog, address);
    socket.setSSLParameters(Tls.parameters());
    return socket;
  }

  @Override
  public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
    return createSSLSocket(address, port, null);
  }

  @Override
  public SSLSocket createSSLSocket(InetAddress address, int port, InetAddress from)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.context(true).getSocketFactory().createSocket();
    try {
      if (from != null) {
        socket.bind(new InetSocketAddress(from, 0));
      }
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      socket.setSSLParameters(Tls.parameters());
      return socket;
    } catch (SocketTimeoutException e) {
      socket.close();
      throw new ConnectException("nobody answers at " + address + ":" + port);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return plain.createServerSocket(port, backlog, address);
  }

  @Override
  public Socket createSocket(InetAddress address, int port) throws IOException {
    return plain.createSocket(address, port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress from) throws IOException {
    return plain.createSocket(address, port, from);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress from, int fromPort)
      throws IOException {
    return plain.createSocket(address, port, from, fromPort);
  }

  @Override
  public DatagramSocket createDatagramSocket() throws SocketException {
    return plain.createDatagramSocket();
  }

  @Override
  public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
    return plain.createDatagramSocket(port, address);
  }
}
