// A running notebook has the working directory and the environment of the process for itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
