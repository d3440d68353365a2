namespace ArchitectAnalyzers.Models;

/// <summary>A web app that this compilation sets up.</summary>
internal sealed class App
{
    internal App(SyntaxNode entry, ImmutableArray<PipelineCall> calls, bool cannotTell)
    {
        Entry = entry;
        Calls = calls;
        CannotTell = cannotTell;
        foreach (var call in calls)
        {
            if (!call.MapsEndpoint) continue;
            FirstMapping ??= call;
            MappingCount++;
        }
    }

    /// <summary>The declaration whose body sets the app up: a method, a compilation unit with top-level statements, or a <c>Startup</c> class.</summary>
    internal SyntaxNode Entry { get; }

    /// <summary>Whether this is a part of an app: who calls it, and what else the app does, is out of sight.</summary>
    internal bool IsFragment { get; set; }

    /// <summary>The calls on builder, services, app and endpoints, in the order in which they are made; those of called methods in their place.</summary>
    internal ImmutableArray<PipelineCall> Calls { get; }

    /// <summary>Whether a part of the set-up is out of sight, so that what is not in <see cref="Calls"/> may still happen.</summary>
    internal bool CannotTell { get; }

    /// <summary>The first call that maps an endpoint.</summary>
    internal PipelineCall? FirstMapping { get; }

    /// <summary>Where to speak of the app as a whole: its first mapping, else where it is run; null where nothing in it serves HTTP.</summary>
    internal InvocationExpressionSyntax? Spokesman
    {
        get
        {
            if (FirstMapping is { } mapping) return mapping.Site;
            InvocationExpressionSyntax? run = null;
            var serves = false;
            foreach (var call in Calls)
            {
                serves |= call.Name.StartsWith("Use", StringComparison.Ordinal) && call.Reach == Reach.Framework && OrderTable.Names.Contains(call.Name);
                if (call.Name is "Run" or "RunAsync" && call.Branch is null) run = call.Site;
            }

            return serves ? run : null;
        }
    }

    /// <summary>Whether all that the app maps is gRPC.</summary>
    internal bool IsGrpc
    {
        get
        {
            var isGrpc = false;
            foreach (var call in Calls)
            {
                if (call.Name == "MapGrpcService") isGrpc = true;
                else if (call.MapsEndpoint) return false;
            }

            return isGrpc;
        }
    }

    /// <summary>How many calls map endpoints.</summary>
    internal int MappingCount { get; }
}
