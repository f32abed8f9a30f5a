package org.msilo.maintenance;

import java.time.Duration;

/**
 * When the clock looks after things.
 *
 * @param checkTime between two cycles
 * @param cleanPeriod every how many cycles what expired is removed
 */
public record MaintenanceSettings(Duration checkTime, int cleanPeriod) {}
