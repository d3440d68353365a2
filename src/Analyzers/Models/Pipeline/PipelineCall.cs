namespace ArchitectAnalyzers.Models;

/// <summary>Who wrote the method that a call of the set-up goes to, and so what is known of it.</summary>
internal enum Reach
{
    /// <summary>ASP.NET Core and the libraries of the platform: known by name.</summary>
    Framework,

    /// <summary>A library that is known to add what is its own, and nothing of the framework's pipeline.</summary>
    Library,

    /// <summary>This compilation: the calls in its body follow in the list.</summary>
    Followed,

    /// <summary>Out of sight: it may add anything.</summary>
    Unseen,
}

/// <summary>One call in the set-up of an app.</summary>
internal sealed class PipelineCall
{
    internal PipelineCall(IMethodSymbol method, InvocationExpressionSyntax syntax, InvocationExpressionSyntax site, Reach reach, PipelinePlace place)
    {
        Method = method;
        Syntax = syntax;
        Site = site;
        Reach = reach;
        Branch = place.Branch;
        Runs = place.Runs;
        Role = method.Name;
    }

    /// <summary>As called: reduced, where it is an extension method in receiver form.</summary>
    internal IMethodSymbol Method { get; }

    internal string Name => Method.Name;

    /// <summary>What the order of calls knows it as: its name, or what a middleware of the team's own does.</summary>
    internal string Role { get; set; }

    /// <summary>The call itself, wherever it is.</summary>
    internal InvocationExpressionSyntax Syntax { get; }

    /// <summary>The call in the app's own set-up that leads to it: the same as <see cref="Syntax"/> where it is made there.</summary>
    internal InvocationExpressionSyntax Site { get; }

    internal Reach Reach { get; }

    /// <summary>
    /// What opens the branch of the pipeline that the call is made on: a call of <c>Map</c>, <c>MapWhen</c> or <c>UseWhen</c>, or a start-up
    /// method of one environment. Null on the app itself.
    /// </summary>
    internal SyntaxNode? Branch { get; }

    /// <summary>In which environments it is made.</summary>
    internal Runs Runs { get; }

    /// <summary>Whether it goes to ASP.NET Core, or to source that stands for it.</summary>
    internal bool IsFrameworks => Reach == Reach.Framework || Hosts.IsOfFramework(Method);

    /// <summary>Whether the two are made by one start of the app.</summary>
    internal bool IsTogetherWith(PipelineCall other) =>
        Branch == other.Branch
        && (Runs == other.Runs ? Runs != Runs.Unclear || StatementsAround(Syntax) == StatementsAround(other.Syntax)
            : (Runs == Runs.Everywhere && !other.Leaves) || (other.Runs == Runs.Everywhere && !Leaves));

    // if (legacy) { app.UseMvc(); return; }: what follows runs where this does not.
    private bool Leaves => Runs == Runs.Unclear && (Conditions.Leaves(Syntax) || Conditions.Leaves(Site));

    // The list of statements that a call stands in, or the one statement that a choice runs.
    private static SyntaxNode? StatementsAround(SyntaxNode node)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is BlockSyntax or SwitchSectionSyntax or AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax
                or CompilationUnitSyntax) return parent;
            if (parent is IfStatementSyntax or ElseClauseSyntax or ConditionalExpressionSyntax or SwitchExpressionArmSyntax) return child;
        }

        return null;
    }

    /// <summary>Whether it maps an endpoint that serves callers: health checks, documents and static assets do not count.</summary>
    internal bool MapsEndpoint { get; set; }
}

/// <summary>Where in a set-up a body is run.</summary>
internal readonly record struct PipelinePlace(SyntaxNode? Branch, Runs Runs);
