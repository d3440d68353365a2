using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Has the token checked: by an attribute, by the framework's middleware, or by no longer lifting the check.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NoAntiforgeryFix))]
public sealed class NoAntiforgeryFix() : RuleFix(NoAntiforgery.Descriptor, FixSafety.ChangesBehaviour)
{
    private const string Title = "Check an antiforgery token (forms without one get 400)", Key = "ARCH3012";
    private const string Mvc = "Microsoft.AspNetCore.Mvc", Builder = "Microsoft.AspNetCore.Builder";

    // Each registers the service too.
    private static readonly string[] s_registrations = { "AddAntiforgery", "AddControllersWithViews", "AddRazorPages", "AddMvc", "AddRazorComponents" };

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var plan = site[NoAntiforgery.Missing] switch
        {
            NoAntiforgery.Attribute => OfAction(site),
            NoAntiforgery.Disabled => site.Call() is { } mapping ? Undisabled(mapping, site) : null,
            NoAntiforgery.Metadata => site.Call() is { } mapping ? Metadata(mapping, site) : null,
            NoAntiforgery.Middleware => site.Call() is { } mapping ? Middleware(mapping, site) : null,
            _ => null,
        };
        if (plan is not null) yield return plan;
    }

    private static FixPlan? OfAction(FixSite site) =>
        site.Node is MethodDeclarationSyntax action && site.CanName(action.SpanStart, ("ValidateAntiForgeryTokenAttribute", Mvc))
            ? FixPlan.Replace(Title, Key, action, current => EndpointChain.WithAttribute(current, "ValidateAntiForgeryToken"), Mvc)
            : null;

    private static FixPlan? Undisabled(InvocationExpressionSyntax mapping, FixSite site)
    {
        if (!Mentions.Any(site.Semantics.Compilation, s_middleware, site.CancellationToken)) return null;
        for (SyntaxNode node = EndpointChain.EndOf(mapping, site); node != mapping;
            node = ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)node).Expression).Expression)
            if (CallShapes.NameNode(node).ToString() == "DisableAntiforgery" && EndpointChain.CanLose((InvocationExpressionSyntax)node))
                return FixPlan.Replace(Title, Key, node, EndpointChain.WithoutLast);
        return null;
    }

    private static readonly string[] s_middleware = { "UseAntiforgery" };

    // Reading the form then fails where the middleware found no valid token.
    private static FixPlan? Metadata(InvocationExpressionSyntax mapping, FixSite site)
    {
        if (!Mentions.Any(site.Semantics.Compilation, s_middleware, site.CancellationToken)) return null;
        if (!site.CanName(mapping.SpanStart, ("RequireAntiforgeryTokenAttribute", "Microsoft.AspNetCore.Antiforgery"))) return null;
        return FixPlan.Replace(Title, Key, EndpointChain.EndOf(mapping, site),
            current => EndpointChain.Append(current, "WithMetadata(new RequireAntiforgeryTokenAttribute())"), Builder, "Microsoft.AspNetCore.Antiforgery");
    }

    // app.UseAntiforgery() behind the middleware that says who calls, and the service where the app's builder has none yet.
    private static FixPlan? Middleware(InvocationExpressionSyntax mapping, FixSite site)
    {
        if (mapping.FirstAncestorOrSelf<StatementSyntax>() is not { } statement) return null;
        SyntaxNode member = statement.Parent is GlobalStatementSyntax global ? global : statement;
        if (member.Parent is not { } owner || StatementPlace.Of(owner) is not { } statements) return null;
        var (mapped, built, behind) = (-1, -1, -1);
        (string App, string Builder) names = default;
        for (var i = 0; i < statements.Count; i++)
        {
            if (statements[i] == member) mapped = i;
            if (Built(statements[i], site) is { } found) (built, names) = (i, found);
            else if (built >= 0 && Calls(statements[i])) behind = i;
        }

        if (built < 0 || mapped <= built) return null;
        var at = new StatementPlace(owner, behind >= 0 ? behind + 1 : built + 1);
        var services = new StatementPlace(owner, built);
        if (!at.IsBetweenLines || !services.IsBetweenLines) return null;
        var isRegistered = Mentions.Any(site.Semantics.Compilation, s_registrations, site.CancellationToken);
        return new(Title, Key, editor =>
        {
            at.Insert(editor, names.App + ".UseAntiforgery();");
            if (!isRegistered) editor.ReplaceNode(owner,
                (current, _) => StatementPlace.Inserted(current, built, names.Builder + ".Services.AddAntiforgery();"));
        }, Builder, "Microsoft.Extensions.DependencyInjection");
    }

    private static (string App, string Builder)? Built(SyntaxNode statement, FixSite site)
    {
        if (statement is GlobalStatementSyntax { Statement: var inner }) statement = inner;
        return statement is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
            && variables[0].Initializer?.Value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Build",
                Expression: IdentifierNameSyntax builder } }
            && site.Facts.Is(site.Semantics.GetTypeInfo(builder, site.CancellationToken).Type, KnownType.WebApplicationBuilder)
            ? (variables[0].Identifier.Text, builder.Identifier.Text)
            : null;
    }

    private static bool Calls(SyntaxNode statement) => BodyCalls.Of(statement).Any(call =>
        CallShapes.NameNode(call) is SimpleNameSyntax { Identifier.ValueText: "UseAuthentication" or "UseAuthorization" or "UseRouting" });
}
