/** The words all rooms share: addresses, bindings and messages; knows nothing but the JDK. */
package org.msilo.message;
