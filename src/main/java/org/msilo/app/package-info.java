/** Builds the application and takes it down; nobody looks in here. */
package org.msilo.app;
