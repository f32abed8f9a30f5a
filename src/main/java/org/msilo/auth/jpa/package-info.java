/** The subscribers on Jakarta Persistence. */
package org.msilo.auth.jpa;
