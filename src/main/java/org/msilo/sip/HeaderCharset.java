package org.msilo.sip;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.msilo.message.MessageBody;

/**
 * The stack writes header fields in the charset of the body, where RFC 3261 7.3.1 wants UTF-8. Text
 * wrapped by this comes out of that as UTF-8 wherever the charset has a character for each byte.
 * Immutable.
 */
final class HeaderCharset {
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

  private final Charset charset;

  private HeaderCharset(Charset charset) {
    this.charset = charset;
  }

  static HeaderCharset of(MessageBody body) {
    return new HeaderCharset(
        body.contentType()
            .flatMap(HeaderCharset::named)
            .filter(HeaderCharset::isKnown)
            .map(Charset::forName)
            .orElse(StandardCharsets.UTF_8));
  }

  /** Whether the stack can send a body of this type at all. */
  static boolean isSendable(String contentType) {
    return named(contentType).map(HeaderCharset::isKnown).orElse(true);
  }

  String wrap(String text) {
    return charset.equals(StandardCharsets.UTF_8)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), charset);
  }

  private static Optional<String> named(String contentType) {
    Matcher matcher = PARAMETER.matcher(contentType);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static boolean isKnown(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }
}
