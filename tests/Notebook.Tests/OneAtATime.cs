using Xunit.Sdk;
using Xunit.v3;

// A running notebook has the working directory and the environment of the process for itself.
[assembly: Parallelization(Mode = ParallelMode.None)]
