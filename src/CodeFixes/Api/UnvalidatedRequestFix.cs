using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>A controller's action refuses an invalid model first; minimal APIs are validated by the framework, where it can.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnvalidatedRequestFix))]
public sealed class UnvalidatedRequestFix() : RuleFix(UnvalidatedRequest.Descriptor)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var plan = site.Node is MethodDeclarationSyntax { Body: { } body } method && IsAction(site, method) ? InAction(site, method, body) : InHost(site);
        if (plan is not null) yield return plan;
    }

    private static bool IsAction(FixSite site, MethodDeclarationSyntax method) =>
        site.Semantics.GetDeclaredSymbol(method, site.CancellationToken) is { ContainingType: { } type }
            && type.IsOrDerivesFrom(site.Facts[KnownType.ControllerBase]);

    private static FixPlan? InAction(FixSite site, MethodDeclarationSyntax method, BlockSyntax body)
    {
        if (body.Statements.Count == 0 || body.ContainsDirectives || !new StatementPlace(body, 0).IsBetweenLines) return null;

        // A form is shown again with what was entered; an API says what is wrong.
        var shows = body.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Any(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "View" });
        var answer = shows ? $"View({site[UnvalidatedRequest.Model]})" : "ValidationProblem(ModelState)";
        return new FixPlan("Refuse an invalid model", UnvalidatedRequest.Descriptor.Id, new[]
        {
            new NodeEdit(body, current => current is BlockSyntax now ? StatementPlace.Inserted(now, 0, $"if (!ModelState.IsValid) return {answer};") : current),
        })
        {
            Trial = new Trial(new SyntaxNode[] { method }, static (_, _, _) => true),
        };
    }

    // builder.Services.AddValidation(), before the app is built.
    private static FixPlan? InHost(FixSite site)
    {
        if (!site.Facts.Has(KnownType.ValidationServices)) return null;
        for (var node = site.Node; node?.Parent is { } owner; node = owner)
        {
            if (StatementPlace.Of(owner) is not { } statements || BuiltAt(statements) is not var (index, builder)
                || !new StatementPlace(owner, index).IsBetweenLines) continue;
            if (!site.Facts.Is(site.Semantics.GetTypeInfo(builder, site.CancellationToken).Type, KnownType.WebApplicationBuilder)) return null;
            return new FixPlan("Validate the requests of minimal APIs", UnvalidatedRequest.Descriptor.Id, new[]
            {
                new NodeEdit(owner, current => StatementPlace.Of(current) is { } now && BuiltAt(now) is var (at, name)
                    && !now.Any(s => s.ToString().Contains("AddValidation("))
                        ? StatementPlace.Inserted(current, at, name.Identifier.Text + ".Services.AddValidation();") : current),
            }, "Microsoft.Extensions.DependencyInjection");
        }

        return null;
    }

    private static (int Index, IdentifierNameSyntax Builder)? BuiltAt(IReadOnlyList<SyntaxNode> statements)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            var statement = statements[i] is GlobalStatementSyntax { Statement: var inner } ? inner : statements[i];
            if (statement is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
                && variables[0].Initializer?.Value is InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Build", Expression: IdentifierNameSyntax builder },
                }) return (i, builder);
        }

        return null;
    }
}
