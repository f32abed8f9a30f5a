package org.msilo.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** A play that cannot be given on the war in a stock Tomcat; all others are given there too. */
@Documented
@Tag("not-standalone")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface NotStandalone {
  /** Why it cannot. */
  String value();
}
