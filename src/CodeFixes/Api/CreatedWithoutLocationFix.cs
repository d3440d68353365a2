using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Answers 201: with the action that reads one, where the controller has it, else with the address that the template shows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CreatedWithoutLocationFix))]
public sealed class CreatedWithoutLocationFix : RuleFix
{
    private const string Id = "ARCH3111", Title = "Answer 201 with the location (clients see another status)";

    /// <summary>The fix of <see cref="CreatedWithoutLocation"/>.</summary>
    public CreatedWithoutLocationFix() : base(CreatedWithoutLocation.Descriptor, FixSafety.ChangesBehaviour) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Diagnostic.AdditionalLocations.Count != 1 || site[CreatedWithoutLocation.Entity] is not { } entity
            || site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan,
                getInnermostNodeForTie: true) is not InvocationExpressionSyntax { ContainsDirectives: false } ok
            || !site.Binds(ok.SpanStart, ParseExpression(entity + ".Id")) || Functions.FunctionNode(ok) is not { } function) yield break;

        var value = ok.ArgumentList.Arguments.Count == 1 ? ok.ArgumentList.Arguments[0].Expression.ToString() : entity;
        if (Call(site, ok, entity, value) is not { } text) yield break;
        yield return new FixPlan(Title, Id, new[] { new NodeEdit(ok, current => ParseExpression(text).WithTriviaFrom(current)) })
        {
            Trial = new Trial(new[] { function }, static (_, _, _) => true),
        };
    }

    private static string? Call(FixSite site, InvocationExpressionSyntax ok, string entity, string value)
    {
        if (ok.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner })
            return Address(site, null) is { } path ? $"{owner}.Created($\"{path}/{{{entity}.Id}}\", {value})" : null;

        if (site.Enclosing<ClassDeclarationSyntax>() is not { } controller) return null;
        foreach (var method in controller.Members.OfType<MethodDeclarationSyntax>())
        {
            // The name of an action is without "Async", which nameof is not.
            if (method.Identifier.ValueText.EndsWith("Async", StringComparison.Ordinal)
                || site.Semantics.GetDeclaredSymbol(method, site.CancellationToken) is not { } symbol) continue;
            if (symbol.Parameters.FirstOrDefault() is { Name: "id" } && site.Facts.Endpoints().Of(symbol) is { Verbs: { Length: 1 } verbs }
                && verbs[0] == "GET")
                return $"CreatedAtAction(nameof({method.Identifier.ValueText}), new {{ id = {entity}.Id }}, {value})";
        }

        return Address(site, controller.Identifier.ValueText) is { } address ? $"Created($\"{address}/{{{entity}.Id}}\", {value})" : null;
    }

    private static string? Address(FixSite site, string? controller)
    {
        if (site[CreatedWithoutLocation.Template] is not { } template) return null;
        if (controller is not null && controller.EndsWith("Controller", StringComparison.Ordinal))
            template = template.Replace("[controller]", controller.Substring(0, controller.Length - "Controller".Length).ToLowerInvariant());
        template = template.TrimEnd('/');
        return template.Length == 0 || template.IndexOfAny(new[] { '{', '[', '~', '"', '\\' }) >= 0 ? null : template[0] == '/' ? template : "/" + template;
    }
}
