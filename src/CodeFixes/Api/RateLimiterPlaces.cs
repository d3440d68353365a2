using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Where a limiter is registered and where its middleware goes, in one document.</summary>
/// <param name="Registration">The gap for the registration.</param>
/// <param name="Services">The expression that the services are: <c>builder.Services</c>.</param>
/// <param name="Middleware">The gap for the middleware.</param>
/// <param name="App">The expression that the app is.</param>
internal sealed record RateLimiterPlaces(StatementPlace Registration, string Services, StatementPlace Middleware, string App)
{
    /// <summary>Null where the set-up is not laid out in a way that has one right place for each.</summary>
    internal static RateLimiterPlaces? Of(InvocationExpressionSyntax mapping, FixSite site)
    {
        var places = InMinimalHosting(mapping, site) ?? InStartup(mapping, site);
        return places is { Registration.IsBetweenLines: true, Middleware.IsBetweenLines: true } ? places : null;
    }

    // var app = builder.Build(); and the mapping, in one list of statements.
    private static RateLimiterPlaces? InMinimalHosting(InvocationExpressionSyntax mapping, FixSite site)
    {
        for (SyntaxNode node = mapping; node.Parent is { } owner; node = owner)
        {
            if (StatementPlace.Of(owner) is not { } statements) continue;
            var mapped = StatementPlace.IndexOf(statements, node);
            for (var built = 0; built < mapped; built++)
            {
                if (Built(statements[built], site) is not var (app, builder)) continue;
                if (Gap(statements, built + 1, mapped, looksBehind: true) is not { } at) return null;
                return new(new(owner, built), builder + ".Services", new(owner, at), app);
            }
        }

        return null;
    }

    private static (string App, string Builder)? Built(SyntaxNode statement, FixSite site)
    {
        if (statement is GlobalStatementSyntax { Statement: var inner }) statement = inner;
        if (statement is not LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }) return null;
        return variables[0] is
            {
                Initializer.Value: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Build", Expression: IdentifierNameSyntax builder },
                },
            } app
            && site.Facts.Is(site.Semantics.GetTypeInfo(builder, site.CancellationToken).Type, KnownType.WebApplicationBuilder)
            ? (app.Identifier.Text, builder.Identifier.Text)
            : null;
    }

    // ConfigureServices(IServiceCollection) and Configure(IApplicationBuilder) of one class.
    private static RateLimiterPlaces? InStartup(InvocationExpressionSyntax mapping, FixSite site)
    {
        if (mapping.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { Body: { } body, Parent: TypeDeclarationSyntax type } configure) return null;
        if (Parameter(configure, KnownType.IApplicationBuilder, site) is not { } app) return null;
        var mapped = StatementPlace.IndexOf(body.Statements, mapping.AncestorsAndSelf().First(node => node.Parent == body));
        foreach (var member in type.Members)
        {
            if (member is not MethodDeclarationSyntax { Identifier.ValueText: "ConfigureServices", Body: { } registering } method
                || method.ReturnType is not PredefinedTypeSyntax
                || registering.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax
                || Parameter(method, KnownType.IServiceCollection, site) is not { } services
                || Gap(body.Statements, 0, mapped, looksBehind: false) is not { } at)
            {
                continue;
            }

            return new(new(registering, registering.Statements.Count), services, new(body, at), app);
        }

        return null;
    }

    private static string? Parameter(MethodDeclarationSyntax method, KnownType type, FixSite site) =>
        method.ParameterList.Parameters.FirstOrDefault(parameter => parameter.Type is { } written
            && site.Facts.Is(site.Semantics.GetTypeInfo(written, site.CancellationToken).Type, type))?.Identifier.Text;

    // Behind the last middleware before the mapping. An app that runs its endpoints last by itself may still add some after the mapping.
    private static int? Gap(IReadOnlyList<SyntaxNode> statements, int from, int mapped, bool looksBehind)
    {
        if (Calls(statements[mapped], NoRateLimiting.Before.Contains)) return null;
        if (looksBehind && !Calls(statements[mapped], name => name is "UseEndpoints" or "UseMvc" or "UseMvcWithDefaultRoute" or "Run"))
        {
            for (var i = statements.Count - 1; i > mapped; i--)
                if (Calls(statements[i], NoRateLimiting.Before.Contains)) return i + 1;
        }

        for (var i = mapped - 1; i >= from; i--)
            if (Calls(statements[i], name => name.StartsWith("Use", StringComparison.Ordinal))) return i + 1;
        return mapped;
    }

    private static bool Calls(SyntaxNode statement, Func<string, bool> isIt) =>
        BodyCalls.Of(statement).Any(call => CallShapes.NameNode(call) is SimpleNameSyntax name && isIt(name.Identifier.ValueText));
}
