namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class UnlinkedTimeout : Rule
{
    internal const string Token = nameof(Token);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1108",
        title: "Link a time limit to the caller's token",
        messageFormat: "This time limit takes the place of '{0}'; link it, so that the caller can cancel too",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Calls are given the token of a time limit instead of the token that the caller passed. When the caller has gone, they go on until the limit. A linked source listens to both.");

    public UnlinkedTimeout() : base(Descriptor, KnownType.CancellationTokenSource) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var tokens = facts.Tokens();
        start.RegisterOperationAction(context => Check(context, tokens, facts), OperationKind.ObjectCreation);
    }

    private static void Check(OperationAnalysisContext context, Tokens tokens, Facts facts)
    {
        var kind = tokens.Makes(context.Operation);
        if (kind == SourceKind.None || Replaced(context.Operation, context.ContainingSymbol, facts, context.CancellationToken) is not { } token) return;
        context.Report(Descriptor, CallShapes.NameNode(context.Operation.Syntax),
            ImmutableDictionary<string, string?>.Empty.Add(Token, token.Expression), token.Name);
    }

    // The caller's token, where the source that is made here stands in its place.
    private static TokenSource? Replaced(IOperation creation, ISymbol containing, Facts facts, CancellationToken cancellationToken)
    {
        // The token of a stop says how long the host waits, which a limit of one's own may well replace.
        if (containing.Name is "StopAsync" or "StoppingAsync" or "StoppedAsync") return null;
        var tokens = facts.Tokens();
        if (SourceLife.Of(creation, containing, facts) is not { Field: null, IsShared: false, IsCancelledByHand: false, IsLinkedOn: false,
            Outlives: false } life) return null;
        if (life.Calls.Count == 0 || (tokens.Makes(creation) == SourceKind.Plain && !life.HasTimer)) return null;
        if (tokens.BroughtTo(creation, containing, cancellationToken) is not { } token || tokens.IsPointOfNoReturn(creation, containing)) return null;

        var replaces = false;
        foreach (var call in life.Calls)
        {
            // A limit under which something is given up or released is one for settling what was decided.
            if (Mentions(Statement(call), token) || Tokens.Compensates(call.TargetMethod)) return null;
            replaces |= !tokens.IsPointOfNoReturn(call, containing) && !(token.IsMember && tokens.EndsWithItsCaller(call, token));
        }

        return replaces ? token : null;
    }

    private static IOperation Statement(IOperation operation)
    {
        while (operation.Parent is { } parent and not (IBlockOperation or ISwitchCaseOperation)) operation = parent;
        return operation;
    }

    // Whether the caller's token has its say in the statement as well: WaitAsync(token), WhenAny(…, Task.Delay(…, token)).
    private static bool Mentions(IOperation statement, TokenSource token)
    {
        var member = token.IsMember ? token.Expression.Substring(token.Expression.LastIndexOf('.') + 1) : null;
        foreach (var part in statement.DescendantsAndSelf())
        {
            var isMentioned = part switch
            {
                IPropertyReferenceOperation property when member is not null => property.Property.Name == member,
                IParameterReferenceOperation parameter when member is null => SymbolEqualityComparer.Default.Equals(parameter.Parameter, token.Root),
                IMemberReferenceOperation reference when member is null => SymbolEqualityComparer.Default.Equals(reference.Member, token.Root),
                _ => false,
            };
            if (isMentioned) return true;
        }

        return false;
    }
}
