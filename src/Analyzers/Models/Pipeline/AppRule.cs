namespace ArchitectAnalyzers.Models;

/// <summary>
/// A rule that speaks of an app as a whole: of what nothing in its set-up does. It speaks once for each app, where all of the set-up is in
/// sight, and names the assembly.
/// </summary>
public abstract class AppRule : Rule
{
    private protected AppRule(DiagnosticDescriptor descriptor, params KnownType[] needs) : base(descriptor, needs) { }

    private protected sealed override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var pipeline = facts.Pipeline();
        start.RegisterSemanticModelAction(context =>
        {
            var tree = context.SemanticModel.SyntaxTree;
            if (HostCalls.Of(tree, context.CancellationToken).IsEmpty) return;
            foreach (var app in pipeline.Apps(tree, context.CancellationToken))
            {
                if (app.CannotTell || Place(app) is not { } at || at.SyntaxTree != tree || !Lacks(app, facts, context.CancellationToken)) continue;
                context.Report(SupportedDiagnostics[0], CallShapes.NameNode(at), ImmutableDictionary<string, string?>.Empty,
                    context.SemanticModel.Compilation.AssemblyName);
            }
        });
    }

    /// <summary>Where to speak of the app; null where it is none of the rule's business.</summary>
    private protected virtual SyntaxNode? Place(App app) => app.IsGrpc ? null : app.Spokesman;

    /// <summary>Whether the app does without what the rule asks for.</summary>
    private protected abstract bool Lacks(App app, Facts facts, CancellationToken cancellationToken);
}
