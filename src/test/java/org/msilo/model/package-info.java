/**
 * Checks the delivery guarantees by thousands of random steps on the real rooms and a real
 * database, with faults, against what a simple ledger says must hold (see {@code
 * docs/model-check.md}).
 */
package org.msilo.model;
