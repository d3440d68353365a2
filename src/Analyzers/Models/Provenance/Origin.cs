namespace ArchitectAnalyzers.Models;

/// <summary>Where a piece of text comes from, the safest first.</summary>
internal enum Origin
{
    /// <summary>Written in the source: nobody but a developer chooses it.</summary>
    Constant,

    /// <summary>Safe by type: a number, a Guid, an enum, a date, the name of a type or of a column in a mapping.</summary>
    Typed,

    /// <summary>Quoted as an identifier, or proven to be in a list of allowed values.</summary>
    Escaped,

    /// <summary>Cannot tell: a field, a result of a call out of sight.</summary>
    Unknown,

    /// <summary>A caller of the method chooses it, and not every caller is in sight or passes something safe.</summary>
    Parameter,

    /// <summary>A client of the application chooses it.</summary>
    Request,
}
