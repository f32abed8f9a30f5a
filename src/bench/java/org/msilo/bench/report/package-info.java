/** Figures as tables, JSON and pictures. */
package org.msilo.bench.report;
