package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.msilo.message.Header;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** A column is refused by its one exception, or read; what was read reads the same again. */
@FuzzSeeds({
  "Subject: hello\r\nX-A:b\r\n c\r\nPriority : urgent\n",
  "Via: x\r\nX-Msilo-Mark: y\r\nOrganization: \u00e9",
  "Date: Sat, 13 Nov 2010 23:29:00 GMT\r\n\r\n\0"
})
class ExtraHeadersFuzzTest implements FuzzProperty {
  @Override
  public void holdsFor(byte[] input) throws RefusedRowException {
    List<Header> headers;
    try {
      headers = ExtraHeaders.parse(new String(input, UTF_8));
    } catch (RefusedRowException e) {
      assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
      return;
    }
    assertThat(headers).allSatisfy(it -> assertThat(it.value()).doesNotContainPattern("[\0\r\n]"));
    assertThat(ExtraHeaders.parse(ExtraHeaders.format(headers)))
        .isEqualTo(
            headers.stream().filter(header -> !header.name().equalsIgnoreCase("Date")).toList());
  }
}
