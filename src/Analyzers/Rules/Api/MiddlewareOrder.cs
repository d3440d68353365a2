namespace ArchitectAnalyzers.Rules.Api;

/// <summary>One misplaced call, not each pair that it is wrong with. The table and the choice of the call are the pipeline's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 696, Fix = FixSafety.Safe)]
public sealed class MiddlewareOrder : Rule
{
    /// <summary>Where the call begins, in this file, that the misplaced one goes to.</summary>
    internal const string Target = nameof(Target);

    /// <summary>Set where it goes in front of that call, not behind it.</summary>
    internal const string InFront = nameof(InFront);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3006",
        title: "Put middleware in the order that it works in",
        messageFormat: "'{0}' must come {1} '{2}': {3}; move it there",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Middleware runs in the order of the calls that add it. In the wrong order it compiles, starts, and does not do what it is there for.",
        Describe.Cwe(696));

    public MiddlewareOrder() : base(Descriptor, KnownType.IApplicationBuilder) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var pipeline = facts.Pipeline();
        start.RegisterSemanticModelAction(context => Check(context, facts, pipeline));
    }

    private static void Check(SemanticModelAnalysisContext context, Facts facts, Pipeline pipeline)
    {
        var tree = context.SemanticModel.SyntaxTree;
        HashSet<SyntaxNode>? reported = null;
        foreach (var app in pipeline.Around(tree, OrderTable.Names, context.CancellationToken))
        {
            foreach (var misplaced in Misplacements.Of(app, facts, context.CancellationToken))
            {
                var call = misplaced.Call.Syntax;
                if (call.SyntaxTree != tree || !(reported ??= new()).Add(call)) continue;

                // A set-up that is followed into another method has its place where that method is called.
                var other = misplaced.Other;
                var target = BodyCalls.DeclarationAround(other.Syntax) == BodyCalls.DeclarationAround(call) ? other.Syntax : other.Site;
                var properties = ImmutableDictionary<string, string?>.Empty;
                if (misplaced.HasPlace && target.SyntaxTree == tree)
                    properties = properties.Add(Target, CallShapes.NameNode(target).SpanStart.ToString(System.Globalization.CultureInfo.InvariantCulture));
                if (misplaced.IsLate) properties = properties.Add(InFront, "");
                context.Report(Descriptor, CallShapes.NameNode(call), properties,
                    misplaced.Call.Name, misplaced.IsLate ? "before" : "after", misplaced.Other.Name, misplaced.Why);
            }
        }
    }
}
