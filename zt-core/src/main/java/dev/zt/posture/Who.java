package dev.zt.posture;

import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;

/** One instance of one workload. The id of an instance alone would let one trust domain speak of another's. */
record Who(WorkloadId workload, InstanceId instance) {}
