using ArchitectAnalyzers.Benchmarks;

var runs = args is [_, var n] && int.TryParse(n, out var number) ? number : 5;
return args switch
{
    ["suite", ..] => SuiteCost.Run(runs),
    ["growth", ..] => GrowthCost.Run(runs),
    ["sdk", ..] => SdkCost.Run(runs),
    ["keystroke", ..] => KeystrokeCost.Run(runs),
    ["rules", ..] => RuleBenchmarks.Run(args[1..]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        dotnet run -c Release --project tests/Benchmarks -- suite [runs]       all rules over empty ones, and each rule's share
                                                            growth [runs]      the same at 25,000 to 200,000 lines, and the exponent
                                                            sdk [runs]         what all rules add to a build with the SDK's own analyzers
                                                            keystroke [runs]   one edited document of a warm 100,000-line compilation
                                                            rules [--filter …] each rule by BenchmarkDotNet, on clean and on violating code
        """);
    return 1;
}
