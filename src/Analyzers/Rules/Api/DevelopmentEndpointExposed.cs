namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// A page for developers that production serves too. What a setting, a branch of the pipeline, a build symbol or an authorization requirement
/// guards is somebody's decision.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 489, Fix = FixSafety.ChangesBehaviour)]
public sealed class DevelopmentEndpointExposed : Rule
{
    /// <summary>Set where the call runs in every environment: then it can be put under a check.</summary>
    internal const string Everywhere = nameof(Everywhere);

    // What each serves. Documents are for machines: they count where no page shows them.
    private static readonly Dictionary<string, string> s_pages = new(StringComparer.Ordinal)
    {
        ["UseDeveloperExceptionPage"] = "stack traces, source lines, headers and cookies",
        ["UseDatabaseErrorPage"] = "database errors and a button that migrates",
        ["UseMigrationsEndPoint"] = "database errors and a button that migrates",
        ["UseSwaggerUI"] = "a page that calls every endpoint",
        ["UseSwaggerUi"] = "a page that calls every endpoint",
        ["UseSwaggerUi3"] = "a page that calls every endpoint",
        ["MapSwaggerUI"] = "a page that calls every endpoint",
        ["UseReDoc"] = "a page that lists every endpoint",
        ["UseReDocUi"] = "a page that lists every endpoint",
        ["MapScalarApiReference"] = "a page that calls every endpoint",
    };

    private static readonly Dictionary<string, string> s_documents = new(StringComparer.Ordinal)
    {
        ["UseSwagger"] = "a description of every endpoint",
        ["MapSwagger"] = "a description of every endpoint",
        ["UseOpenApi"] = "a description of every endpoint",
        ["MapOpenApi"] = "a description of every endpoint",
    };

    private static readonly string[] s_guards = { "swagger", "openapi", "scalar", "BasicAuth" };
    private static readonly HashSet<string> s_names = new(s_pages.Keys, StringComparer.Ordinal);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3009",
        title: "Keep developer pages out of production",
        messageFormat: "'{0}' serves {1} in production too; call it in Development only",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Exception pages, database pages and API explorers tell a stranger how the app works inside, and let them try.",
        Describe.Cwe(489));

    static DevelopmentEndpointExposed() => s_names.UnionWith(s_documents.Keys);

    public DevelopmentEndpointExposed() : base(Descriptor, KnownType.IApplicationBuilder) { }

    /// <summary>Whether a call of the name serves such a page or document.</summary>
    internal static bool IsForDevelopers(string name) => s_names.Contains(name);

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var pipeline = facts.Pipeline();
        start.RegisterSemanticModelAction(context => Check(context, pipeline));
    }

    private static void Check(SemanticModelAnalysisContext context, Pipeline pipeline)
    {
        var tree = context.SemanticModel.SyntaxTree;
        HashSet<SyntaxNode>? reported = null;
        foreach (var app in pipeline.Around(tree, s_names, context.CancellationToken))
        {
            // A method whose caller is out of sight may be called in Development alone.
            if (app.IsFragment && !SetsUpMore(app)) continue;
            var hasPage = false;
            foreach (var call in app.Calls) hasPage |= IsApiPage(call.Name);
            foreach (var call in app.Calls)
            {
                if (call.Runs is not (Runs.Everywhere or Runs.InProduction) || call.Branch is not null || call.Syntax.SyntaxTree != tree) continue;
                if (!s_pages.TryGetValue(call.Name, out var what) && (hasPage || !s_documents.TryGetValue(call.Name, out what))) continue;
                if (!IsTheirs(call) || IsRestricted(call.Syntax) || (!IsErrorPage(call.Name) && IsGuarded(app))) continue;
                if (Directives.IsConditional(call.Syntax) || !(reported ??= new()).Add(call.Syntax)) continue;

                var properties = ImmutableDictionary<string, string?>.Empty;
                if (call.Runs == Runs.Everywhere) properties = properties.Add(Everywhere, "");
                context.Report(Descriptor, CallShapes.NameNode(call.Syntax), properties, call.Name, what);
            }
        }
    }

    private static bool IsApiPage(string name) => s_pages.ContainsKey(name) && !IsErrorPage(name);

    private static bool IsErrorPage(string name) => name is "UseDeveloperExceptionPage" or "UseDatabaseErrorPage" or "UseMigrationsEndPoint";

    // What sets up the rest of the pipeline too is not called in Development alone.
    private static bool SetsUpMore(App app)
    {
        foreach (var call in app.Calls)
            if (call.Runs == Runs.Everywhere && call.Reach == Reach.Framework && OrderTable.Names.Contains(call.Name)) return true;
        return false;
    }

    // A method of the team's that is named so wraps the library's, which is in the list as well.
    private static bool IsTheirs(PipelineCall call) => call.Reach != Reach.Followed || KnownLibraries.AreStoodForBy(call.Method);

    // MapOpenApi().RequireAuthorization(), MapScalarApiReference(…).RequireHost("localhost:*")
    private static bool IsRestricted(SyntaxNode call)
    {
        while (call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } member && member.Expression == call)
        {
            if (member.Name.Identifier.ValueText is "RequireAuthorization" or "RequireHost" or "AddEndpointFilter") return true;
            call = outer;
        }

        return call.Parent is EqualsValueClauseSyntax;
    }

    // Middleware of the team's own in front of the pages: UseMiddleware<SwaggerBasicAuth>(), Use((context, next) => … "/swagger" …).
    private static bool IsGuarded(App app)
    {
        foreach (var call in app.Calls)
        {
            if (call.Name is not ("UseMiddleware" or "Use" or "UseWhen")) continue;
            if (Words.Has(call.Syntax.ToString(), s_guards, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
