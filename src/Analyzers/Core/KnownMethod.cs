namespace ArchitectAnalyzers.Core;

/// <summary>What is done with a member.</summary>
internal enum MemberUse
{
    /// <summary>A method is called, or a method is referred to as a delegate.</summary>
    Call,

    /// <summary>A property is read.</summary>
    Get,

    /// <summary>A property is assigned, also in an object initializer.</summary>
    Set,

    /// <summary>An object of the type, or of a type derived from it, is constructed.</summary>
    New,
}

/// <summary>
/// A row of a table of members: sinks, blocking calls, client types. Overrides and implementations of the member match too, and so do
/// constructions of derived types.
/// </summary>
/// <param name="Type">The type that declares the member.</param>
/// <param name="Name">The member's name; empty for <see cref="MemberUse.New"/>.</param>
/// <param name="Use">What is done with it.</param>
/// <param name="Arity">The number of parameters as written at the call, extension receivers left out; -1 for any.</param>
/// <param name="Note">What the rule wants to know about the row, if anything: the counterpart's name, say.</param>
internal sealed record KnownMethod(KnownType Type, string Name, MemberUse Use = MemberUse.Call, int Arity = -1, string? Note = null)
{
    internal static KnownMethod New(KnownType type, string? note = null) => new(type, "", MemberUse.New, Note: note);

    internal static KnownMethod Set(KnownType type, string name, string? note = null) => new(type, name, MemberUse.Set, Note: note);

    internal static KnownMethod Get(KnownType type, string name, string? note = null) => new(type, name, MemberUse.Get, Note: note);
}
