using Xunit.Sdk;
using Xunit.v3;

// A running notebook needs the working directory and the environment of the process to itself.
[assembly: Parallelization(Mode = ParallelMode.None)]
