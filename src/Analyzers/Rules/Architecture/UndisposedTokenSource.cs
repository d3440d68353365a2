namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 772, Fix = FixSafety.Safe)]
public sealed class UndisposedTokenSource : Rule
{
    /// <summary>Where the disposal goes: <see cref="Using"/>, <see cref="Inline"/> or <see cref="Owner"/>; absent where there is no telling.</summary>
    internal const string Place = nameof(Place);

    internal const string Using = nameof(Using), Inline = nameof(Inline), Owner = nameof(Owner);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1107",
        title: "Dispose of token sources that hold a timer or a link",
        messageFormat: "Nothing disposes of this token source, so {0}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A token source with a time limit holds a timer until it fires, and a linked one stays registered with the tokens that it is linked to " +
            "until they end. Both are released by Dispose only.",
        Describe.Cwe(772));

    public UndisposedTokenSource() : base(Descriptor, KnownType.CancellationTokenSource) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var tokens = facts.Tokens();
        start.RegisterOperationAction(context => Check(context, tokens, facts), OperationKind.ObjectCreation, OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, Tokens tokens, Facts facts)
    {
        var creation = context.Operation;
        var kind = tokens.Makes(creation);
        if (kind == SourceKind.None || SourceLife.Of(creation, context.ContainingSymbol, facts) is not { } life) return;

        string? place;
        if (life.Field is { } field)
        {
            if (!SourceField.IsNeverDisposed(field, creation.Syntax, kind, context.CancellationToken)) return;
            place = Owner;
        }
        else
        {
            if (life.IsDisposed || life.IsShared || (kind == SourceKind.Plain && !life.HasTimer)) return;
            if (life.Outlives && !(life.IsInline && life.Calls.Count > 0)) return;
            place = life.IsReturned || life.IsAssigned || life.Outlives ? null : life.IsInline ? Inline : Using;
        }

        var properties = ImmutableDictionary<string, string?>.Empty;
        if (place is not null) properties = properties.Add(Place, place);
        context.Report(Descriptor, CallShapes.NameNode(creation.Syntax), properties,
            kind == SourceKind.Linked ? "the tokens that it is linked to hold on to it" : "its timer runs on until it fires");
    }
}
