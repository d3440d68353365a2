namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class DeafBackgroundLoop : Rule
{
    /// <summary>The stopping token that the loop could listen to; absent where it has none, or where none would help.</summary>
    internal const string Token = nameof(Token);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1109",
        title: "Let a background loop hear that it should stop",
        messageFormat: "This loop goes on when the host stops: nothing in it {0}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A loop of a hosted service without an end of its own neither tests nor forwards its stopping token. The host waits for it until the " +
            "shutdown timeout, and the process is killed in the middle of a turn.");

    public DeafBackgroundLoop() : base(Descriptor, KnownType.IHostedService, KnownType.CancellationToken) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var tokens = facts.Tokens();
        start.RegisterOperationAction(context => Check(context, tokens, facts), OperationKind.Loop);
    }

    private static void Check(OperationAnalysisContext context, Tokens tokens, Facts facts)
    {
        var loop = (ILoopOperation)context.Operation;
        if (context.ContainingSymbol is not IMethodSymbol method || !Tokens.IsEndless(loop) || Keyword(loop.Syntax) is not { } keyword) return;
        if (tokens.StoppingToken(method) is { } token)
        {
            if (!tokens.IsDeafLoop(loop, token) || tokens.IsInDeafLoop(loop.Parent!, method)) return;
            var properties = ImmutableDictionary<string, string?>.Empty;

            // The token of a start only ends the start.
            if (method.Name is not ("StartAsync" or "StartingAsync" or "StartedAsync")
                || loop.NestedFunction() is null) properties = properties.Add(Token, token.Name);
            context.Report(Descriptor, keyword.GetLocation(), properties, "tests or forwards '" + token.Name + "'");
        }
        else if (HostedHelpers.Runs(method, facts, context.CancellationToken) && tokens.IsDeafLoop(loop, method.ContainingType) && !IsInEndlessLoop(loop))
        {
            context.Report(Descriptor, keyword.GetLocation(), ImmutableDictionary<string, string?>.Empty,
                "asks for a stopping token, and '" + method.Name + "' takes none");
        }
    }

    private static bool IsInEndlessLoop(IOperation loop)
    {
        for (var parent = loop.Parent; parent is not null; parent = parent.Parent)
            if (parent is ILoopOperation outer && Tokens.IsEndless(outer)) return true;
        return false;
    }

    private static SyntaxToken? Keyword(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax @while => @while.WhileKeyword,
        ForStatementSyntax @for => @for.ForKeyword,
        DoStatementSyntax @do => @do.DoKeyword,
        CommonForEachStatementSyntax each => each.ForEachKeyword,
        _ => null,
    };
}
