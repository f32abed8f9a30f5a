/** Every setting of msilo: its name, where its value came from, and the one immutable result. */
package org.msilo.config;
