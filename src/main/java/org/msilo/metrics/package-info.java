/** What the rooms count and measure about themselves, for those who operate the server. */
package org.msilo.metrics;
