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

    /// <summary>The calls on builder, services, app and endpoints, in the order in which they are made; those of called methods in their place.</summary>
    internal ImmutableArray<PipelineCall> Calls { get; }

    /// <summary>Whether a part of the set-up is out of sight, so that what is not in <see cref="Calls"/> may still happen.</summary>
    internal bool CannotTell { get; }

    /// <summary>The first call that maps an endpoint.</summary>
    internal PipelineCall? FirstMapping { get; }

    /// <summary>How many calls map endpoints.</summary>
    internal int MappingCount { get; }
}
