package org.msilo.sip;

import java.io.UnsupportedEncodingException;
import javax.servlet.sip.SipServletMessage;

/** Puts bodies into messages, byte for byte. */
final class Bodies {
  /** Accepted by every container; the real type replaces it. */
  private static final String ANY_TYPE = "application/octet-stream";

  private Bodies() {}

  /** The container takes types of a fixed list only, so the type is set as a header field. */
  static void set(SipServletMessage message, byte[] content, String contentType) {
    try {
      message.setContent(content, ANY_TYPE);
      message.setHeader("Content-Type", contentType);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalArgumentException("no such type: " + contentType, e);
    }
  }
}
