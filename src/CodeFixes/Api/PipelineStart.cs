namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Where the first middleware of an app goes.</summary>
internal static class PipelineStart
{
    /// <summary>
    /// The gap in front of all middleware but that of the names; of a <c>WebApplication</c>, right behind <c>Build()</c>. Null where lines are
    /// squeezed.
    /// </summary>
    internal static StatementPlace? Of(RateLimiterPlaces places, params string[] before)
    {
        var owner = places.Middleware.Owner;
        var from = places.Registration.Owner == owner ? places.Registration.Index + 1 : 0;
        var statements = StatementPlace.Of(owner)!;
        for (var i = from; i < places.Middleware.Index; i++)
        {
            var calls = BodyCalls.Of(statements[i]).Select(call => (CallShapes.NameNode(call) as SimpleNameSyntax)?.Identifier.ValueText).ToArray();
            if (calls.Any(before.Contains)) from = i + 1;
        }

        return new StatementPlace(owner, from) is { IsBetweenLines: true } place ? place : null;
    }
}
