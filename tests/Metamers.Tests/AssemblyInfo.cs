using Xunit.Sdk;
using Xunit.v3;

// One test at a time: torch's seed is shared by all threads, and its own threads use all cores anyway.
[assembly: Parallelization(Mode = ParallelMode.None)]
