/**
 * msilo among others: a registrar behind it, other applications beside it, an IMS core before it.
 */
package org.msilo.compose;
