// A running notebook needs the working directory and the environment of the process to itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
