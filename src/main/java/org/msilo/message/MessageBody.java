package org.msilo.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The body of a MESSAGE, byte for byte.
 *
 * @param contentType the Content-Type with all its parameters as it came; empty only when there is
 *     no body
 * @param bytes the content; treat as read-only, it is not copied
 */
public record MessageBody(Optional<String> contentType, byte[] bytes) {

  public MessageBody {
    if (bytes.length > 0 && contentType.isEmpty()) {
      throw new IllegalArgumentException("a body needs a Content-Type (RFC 3261 20.15)");
    }
  }

  /** The type without parameters in lower case, such as {@code text/plain}, or "". */
  public String mediaType() {
    return contentType.map(t -> t.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)).orElse("");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageBody that
        && contentType.equals(that.contentType)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return contentType.orElse("no type") + ", " + bytes.length + " bytes";
  }
}
