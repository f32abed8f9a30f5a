package org.msilo.launcher;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.msilo.config.HostPort;
import org.msilo.config.ListenAddress;
import org.msilo.config.MsiloConfig;
import org.msilo.config.PrivateFolder;

/** Tries what the server will need, so that it fails at once and in plain words. */
final class Preflight {
  private Preflight() {}

  static void check(MsiloConfig config) throws StartException {
    checkHome(config.home());
    SelfSigned.makeIfAskedFor(config);
    for (ListenAddress at : SipConnectors.withoutWildcards(config.listen())) {
      checkListen(at);
    }
    if (config.http().isPresent()) {
      checkHttp(config.http().get());
    }
  }

  static void checkHome(Path home) throws StartException {
    try {
      PrivateFolder.make(home);
      Files.delete(Files.createTempFile(home, ".writable", null));
    } catch (IOException e) {
      throw new StartException(
          "cannot write in the folder %s (%s): choose another with --home=FOLDER"
              .formatted(home, Reason.of(e)),
          e);
    }
  }

  private static void checkListen(ListenAddress at) throws StartException {
    try {
      InetAddress address = InetAddress.getByName(at.address());
      if (at.transport().equals("udp")) {
        new DatagramSocket(at.port(), address).close();
      } else {
        bind(new InetSocketAddress(address, at.port()));
      }
    } catch (IOException e) {
      throw new StartException(
          "cannot listen at %s (%s): stop the other program or choose another with"
                  .formatted(at, Reason.of(e))
              + " --listen=TRANSPORT:ADDRESS:PORT",
          e);
    }
  }

  private static void checkHttp(HostPort at) throws StartException {
    try {
      bind(new InetSocketAddress(InetAddress.getByName(at.address()), at.port()));
    } catch (IOException e) {
      throw new StartException(
          "cannot serve HTTP at %s (%s): choose another with --http=ADDRESS:PORT, or --http=off"
              .formatted(at, Reason.of(e)),
          e);
    }
  }

  private static void bind(InetSocketAddress address) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    }
  }
}
