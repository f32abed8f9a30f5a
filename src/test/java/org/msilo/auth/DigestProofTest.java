package org.msilo.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples of the RFCs. */
class DigestProofTest {
  private static final String HTTP_NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String HTTP_CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  @Test
  void rfc_7616_3_9_1_md5() throws Exception {
    assertProved(DigestAlgorithm.MD5, "8ca523f5e9506fed4657c9700eebdbec");
  }

  @Test
  void rfc_7616_3_9_1_sha_256() throws Exception {
    assertProved(
        DigestAlgorithm.SHA_256,
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
  }

  @Test
  void rfc_2617_3_5() throws Exception {
    DigestCredentials credentials =
        parse(
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                + " qop=auth, nc=00000001, cnonce=\"0a4f113b\","
                + " response=\"6629fae49393a05397450978507c4ef1\","
                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
    String ha1 = DigestAlgorithm.MD5.ha1("Mufasa", "testrealm@host.com", "Circle Of Life");

    assertThat(ha1).isEqualTo("939e7578ed9e3c518a452acee763bce9");
    assertThat(credentials.isProvedBy(ha1, DigestAlgorithm.MD5, "GET")).isTrue();
  }

  private static void assertProved(DigestAlgorithm algorithm, String response) throws Exception {
    DigestCredentials credentials =
        parse(
            ("Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\","
                    + " algorithm=%s, nonce=\"%s\", nc=00000001, cnonce=\"%s\", qop=auth,"
                    + " response=\"%s\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")
                .formatted(algorithm.token(), HTTP_NONCE, HTTP_CNONCE, response));
    String ha1 = algorithm.ha1("Mufasa", "http-auth@example.org", "Circle of Life");

    assertThat(credentials.isProvedBy(ha1, algorithm, "GET")).isTrue();
    assertThat(credentials.isProvedBy(ha1, algorithm, "PUT")).isFalse();
    assertThat(
            credentials.isProvedBy(
                algorithm.ha1("Mufasa", "http-auth@example.org", "circle of life"),
                algorithm,
                "GET"))
        .isFalse();
  }

  private static DigestCredentials parse(String value) throws MalformedCredentialsException {
    return DigestCredentials.parse(value).orElseThrow();
  }
}
