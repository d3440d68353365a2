using ArchitectAnalyzers.Benchmarks;

return args is ["suite", .. var rest] ? SuiteCost.Run(runs: rest is [var n] ? int.Parse(n) : 5) : Usage();

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/Benchmarks -- suite [runs]");
    return 1;
}
