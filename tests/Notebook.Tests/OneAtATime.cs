using Xunit.Sdk;
using Xunit.v3;

// A running notebook needs the working directory and the environment of the process to itself, and pictures need their
// time on the screen to the frame. Sessions with sounds need neither and mostly wait: their collection runs beside the
// rest.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 2)]
