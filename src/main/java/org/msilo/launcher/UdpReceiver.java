package org.msilo.launcher;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.UDPMessageChannel;
import gov.nist.javax.sip.stack.UDPMessageProcessor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sip.ListeningPoint;
import org.apache.log4j.Logger;

/**
 * Takes datagrams from one socket and hands them to the stack's threads, through a queue that is
 * bounded and holds no more than was sent. Requests that there is no time for wait outside,
 * MESSAGEs sooner than REGISTERs; responses never do, for they end what is under way. A flood of
 * requests from one address is not read, and neither are requests that would wait too long. Runs on
 * a thread of the stack.
 */
final class UdpReceiver extends UDPMessageProcessor {
  private static final Logger LOG = Logger.getLogger(UdpReceiver.class);

  private static final int LARGEST = 65_536;
  private static final int DEFAULT_PORT = 5060;

  private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(1).toNanos();

  private final String name;
  private final int threads;
  private final WaitingRooms rooms = new WaitingRooms(this::isTaken, System::nanoTime);
  private final AnsweredRequests answered = new AnsweredRequests();
  private final AtomicReference<AskedLimits> limits = new AtomicReference<>(AskedLimits.NONE);

  private UdpReceiver(
      SIPTransactionStack stack, InetAddress address, int port, String name, int threads)
      throws IOException {
    super(address, stack, port);
    this.name = name;
    this.threads = threads;
    messageQueue = new DatagramQueue();
  }

  /** One that is not started yet. */
  static UdpReceiver of(SIPTransactionStack stack, InetAddress address, int port)
      throws IOException {
    SipStackImpl sip = (SipStackImpl) stack;
    String threads =
        sip.getConfigurationProperties().getProperty("gov.nist.javax.sip.THREAD_POOL_SIZE");
    sendFromTheSameSocket(stack);
    return new UdpReceiver(stack, address, port, sip.getStackName(), Integer.parseInt(threads));
  }

  /** From now on requests wait, or are left unread, as the application says. */
  void obey(AskedLimits limits) {
    this.limits.set(limits);
    String address = getIpAddress().getHostAddress();
    String host = getIpAddress() instanceof Inet6Address ? "[" + address + "]" : address;
    limits.showOutside("udp:" + host + ":" + getPort(), rooms::waiting);
  }

  /** The responses that copies of requests get. */
  AnsweredRequests answered() {
    return answered;
  }

  /** Sends a response to where the request came from (RFC 3261 18.2.2, RFC 3581 4). */
  void answer(SIPRequest request, byte[] response) throws IOException {
    Via via = request.getTopmostVia();
    int port = via.getRPort() > 0 ? via.getRPort() : via.getPort();
    sock.send(
        new DatagramPacket(
            response,
            response.length,
            request.getPeerPacketSourceAddress(),
            port > 0 ? port : DEFAULT_PORT));
  }

  /**
   * Sends a final response to a request that gets no transaction, and to copies of it.
   *
   * @return false, and nothing is sent, if the request did not come through such a receiver, or
   *     copies of it could not be known
   */
  static boolean refuse(SIPRequest request, SIPResponse response) throws IOException {
    Optional<String> key = AnsweredRequests.keyOf(request);
    if (key.isEmpty()
        || !(request.getMessageChannel() instanceof Channel channel)
        || !(channel.getMessageProcessor() instanceof UdpReceiver receiver)) {
      return false;
    }
    byte[] bytes = response.encodeAsBytes(ListeningPoint.UDP);
    receiver.answered.keep(key.get(), bytes);
    receiver.answer(request, bytes);
    return true;
  }

  private void repeat(SIPRequest request, byte[] response) {
    try {
      answer(request, response);
    } catch (IOException e) {
      LOG.info(request.getMethod() + " could not be answered again: " + e);
    }
  }

  /** As the stack's own factories say it, to nobody outside of their package. */
  private static void sendFromTheSameSocket(SIPTransactionStack stack) {
    try {
      Field flag = SIPTransactionStack.class.getDeclaredField("udpFlag");
      flag.setAccessible(true);
      flag.setBoolean(stack, true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another SIP stack than the one this was made for", e);
    }
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // The stack's own list.
  public void run() {
    messageChannels = new LinkedList();
    for (int number = 0; number < threads; number++) {
      messageChannels.add(new Channel(sipStack, this, name + "-UDPMessageChannelThread-" + number));
    }
    Thread handingOn = new Thread(this::handOn, name + "-UDPWaitingRooms");
    handingOn.setDaemon(true);
    handingOn.start();
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    while (isRunning) {
      try {
        packet.setLength(LARGEST);
        sock.receive(packet);
        if (sort(packet) == WaitingRooms.Place.FIRST_TO_WAIT) {
          LockSupport.unpark(handingOn);
        }
      } catch (IOException | RuntimeException e) {
        // The socket of a receiver that stops is closed; one that lives goes on.
        if (isRunning) {
          LOG.warn("a datagram could not be received: " + e);
        }
      }
    }
    LockSupport.unpark(handingOn);
  }

  private WaitingRooms.Place sort(DatagramPacket packet) {
    if (!DatagramQueue.isResponse(packet)
        && limits.get().isFlood(packet.getAddress().getHostAddress())) {
      return WaitingRooms.Place.LEFT_OUT;
    }
    String method = DatagramQueue.methodOf(packet);
    if (!rooms.areFor(method)) {
      return messageQueue.offer(DatagramQueue.copyOf(packet))
          ? WaitingRooms.Place.HANDED_ON
          : WaitingRooms.Place.LEFT_OUT;
    }
    WaitingRooms.Place place = rooms.comes(method, packet);
    if (place == WaitingRooms.Place.LEFT_OUT) {
      limits.get().leftUnread(method);
    }
    return place;
  }

  private boolean isTaken(String method, DatagramQueuedMessageDispatch request) {
    return !limits.get().isToWait(method) && messageQueue.offer(request);
  }

  /** Not by the thread that receives: to wait for no more than a time makes that twice as dear. */
  private void handOn() {
    while (isRunning) {
      if (isAnyWaiting()) {
        LockSupport.parkNanos(rooms, LOOK_AGAIN_NANOS);
      } else {
        LockSupport.park(rooms);
      }
    }
  }

  private boolean isAnyWaiting() {
    try {
      return rooms.handOn();
    } catch (RuntimeException e) {
      // Without this thread all that wait would do so for ever.
      LOG.warn("requests that wait could not be handed on: " + e);
      return true;
    }
  }

  /** A thread that parses datagrams; the stack keeps its constructor to itself. */
  private static final class Channel extends UDPMessageChannel {
    private Channel(SIPTransactionStack stack, UDPMessageProcessor receiver, String name) {
      super(stack, receiver, name);
    }

    /** A copy of a request whose transaction is over gets its response again. */
    @Override
    public void processMessage(SIPMessage message) {
      // The thread runs before a field of this class could be set.
      UdpReceiver receiver = (UdpReceiver) getMessageProcessor();
      message.setPeerPacketSourceAddress(getPeerPacketSourceAddress());
      Optional<byte[]> response =
          message instanceof SIPRequest request
              ? AnsweredRequests.keyOf(request).flatMap(receiver.answered::find)
              : Optional.empty();
      if (response.isEmpty()) {
        super.processMessage(message);
      } else {
        receiver.repeat((SIPRequest) message, response.get());
      }
    }
  }
}
