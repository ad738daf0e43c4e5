package dev.zt.posture;

import dev.zt.identity.CallerId;
import dev.zt.identity.InstanceId;

/** One instance of one caller. The id of an instance alone would let one trust domain speak of another's. */
record Who(CallerId caller, InstanceId instance) {}
