namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 396, Fix = FixSafety.Safe)]
public sealed class SwallowedCancellation : Rule
{
    /// <summary>The token whose cancellation is swallowed, as it is written in the try block.</summary>
    internal const string Token = nameof(Token);

    /// <summary>Set where the catch is in a hosted service, which a cancellation that is not the host's must not end.</summary>
    internal const string IsHosted = nameof(IsHosted);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1105",
        title: "Let cancellation pass a broad catch",
        messageFormat: "When '{0}' is cancelled, this catch takes it for a failure; filter OperationCanceledException",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A catch for every exception encloses work that is given a token. When the client hangs up or the host stops, the cancellation is logged or answered as a failure, a message counts as handled, or a loop goes on.",
        Describe.Cwe(396));

    public SwallowedCancellation() : base(Descriptor, KnownType.CancellationToken, KnownType.OperationCanceledException) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var tokens = facts.Tokens();
        var endpoints = facts.Endpoints();
        start.RegisterOperationAction(context => Check(context, tokens, endpoints, facts), OperationKind.CatchClause);
    }

    private static void Check(OperationAnalysisContext context, Tokens tokens, Endpoints endpoints, Facts facts)
    {
        var clause = (ICatchClauseOperation)context.Operation;
        if (clause.Syntax is not CatchClauseSyntax syntax || facts[KnownType.OperationCanceledException] is not { } cancelled) return;
        if (!clause.IsBroaderThan(cancelled) || clause.Takes(cancelled) != true) return;

        // Handled before, or in the handler.
        if (clause.Parent is not ITryOperation attempt || IsHandledEarlier(attempt, clause, cancelled) || clause.MayPassOn(cancelled)
            || AsksToken(clause.Handler)) return;
        if (FirstCancellable(attempt, cancelled, tokens) is not { } token
            || !Harms(clause, attempt, context.ContainingSymbol, tokens, endpoints, facts, out var isHosted)) return;

        var properties = ImmutableDictionary<string, string?>.Empty.Add(Token, token.Syntax.ToString());
        if (isHosted) properties = properties.Add(IsHosted, "");
        context.Report(Descriptor, syntax.CatchKeyword.GetLocation(), properties, Called(token));
    }

    private static bool IsHandledEarlier(ITryOperation attempt, ICatchClauseOperation clause, INamedTypeSymbol cancelled)
    {
        foreach (var earlier in attempt.Catches)
        {
            if (earlier == clause) return false;
            if (!earlier.IsBroaderThan(cancelled) || earlier.Takes(cancelled) == true) return true;
        }

        return false;
    }

    private static bool AsksToken(IOperation block)
    {
        foreach (var part in block.Descendants())
        {
            if (part is IPropertyReferenceOperation { Property.Name: nameof(CancellationToken.IsCancellationRequested) }
                or IInvocationOperation { TargetMethod.Name: nameof(CancellationToken.ThrowIfCancellationRequested) }) return true;
        }

        return false;
    }

    // The first live token that something awaited in the try block was given. What stops others goes on with the next of them.
    private static IOperation? FirstCancellable(ITryOperation attempt, INamedTypeSymbol cancelled, Tokens tokens)
    {
        foreach (var part in attempt.Body.Descendants())
        {
            var token = part switch
            {
                IArgumentOperation { ArgumentKind: ArgumentKind.Explicit } argument when tokens.IsToken(argument.Value.Unconverted().Type)
                    && argument.Parent is not IInvocationOperation { TargetMethod.Name: "StopAsync" } =>
                    argument.Value.Unconverted(),
                IInvocationOperation { TargetMethod.Name: nameof(CancellationToken.ThrowIfCancellationRequested), Instance: { } asked } => asked,
                _ => null,
            };
            if (token is not null && tokens.IsLive(token) && Catches.Surfaces(token, attempt, cancelled)) return token;
        }

        return null;
    }

    private static bool Harms(
        ICatchClauseOperation clause, ITryOperation attempt, ISymbol containing, Tokens tokens, Endpoints endpoints, Facts facts, out bool isHosted)
    {
        isHosted = false;
        if (containing is not IMethodSymbol method || method.Name is "StopAsync" or "StoppingAsync" or "StoppedAsync") return false;
        var kind = KindOf(attempt, method, endpoints);
        isHosted = kind == EndpointKind.HostedService
            || (kind is null && method.DeclaredAccessibility == Accessibility.Private && method.ContainingType.Implements(facts[KnownType.IHostedService]));
        if (kind is null && !isHosted) return false;
        if (clause.RaisesAlarm()) return true;

        // Without a word in the log: what is left is a loop that nothing ends, a message that counts as handled, an error that counts in the metrics.
        return isHosted ? tokens.KeepsLoopGoing(clause, attempt)
            : kind == EndpointKind.Function || method.ContainingType.Implements(facts[KnownType.MassTransitConsumer])
            || method.ContainingType.Implements(facts[KnownType.QuartzJob]) || AnswersFailure(clause.Handler);
    }

    private static EndpointKind? KindOf(IOperation operation, IMethodSymbol method, Endpoints endpoints)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            var endpoint = parent switch
            {
                IAnonymousFunctionOperation lambda => endpoints.Of(lambda),
                ILocalFunctionOperation local => endpoints.Of(local.Symbol),
                _ => null,
            };
            if (endpoint is not null) return endpoint.Kind;
        }

        return endpoints.Of(method)?.Kind;
    }

    private static bool AnswersFailure(IOperation handler)
    {
        foreach (var part in handler.Descendants())
        {
            if (part is IInvocationOperation { TargetMethod.Name: "Problem" or "InternalServerError" or "StatusCode" or "BadRequest" }
                or ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "StatusCode" } }) return true;
        }

        return false;
    }

    private static string Called(IOperation token)
    {
        for (var parent = token.Parent; parent is not null; parent = parent.Parent)
            if (parent is IInvocationOperation call) return call.NameNode().ToString();
        return token.Syntax.ToString();
    }
}
