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
    internal PipelineCall(IMethodSymbol method, InvocationExpressionSyntax syntax, InvocationExpressionSyntax site, Reach reach)
    {
        Method = method;
        Syntax = syntax;
        Site = site;
        Reach = reach;
    }

    /// <summary>As called: reduced, where it is an extension method in receiver form.</summary>
    internal IMethodSymbol Method { get; }

    internal string Name => Method.Name;

    /// <summary>The call itself, wherever it is.</summary>
    internal InvocationExpressionSyntax Syntax { get; }

    /// <summary>The call in the app's own set-up that leads to it: the same as <see cref="Syntax"/> where it is made there.</summary>
    internal InvocationExpressionSyntax Site { get; }

    internal Reach Reach { get; }

    /// <summary>Whether it maps an endpoint that serves callers: health checks, documents and static assets do not count.</summary>
    internal bool MapsEndpoint { get; set; }
}
