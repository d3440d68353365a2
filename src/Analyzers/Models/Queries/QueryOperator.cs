namespace ArchitectAnalyzers.Models;

/// <summary>What a query begins with.</summary>
internal enum QueryRoot
{
    /// <summary>A set of a context: a <c>DbSet</c> property, field, parameter or local, <c>Set&lt;T&gt;()</c>, an <c>ObjectSet</c> of EF6.</summary>
    Table,

    /// <summary>SQL text: <c>FromSql…</c>, <c>SqlQuery…</c>.</summary>
    Sql,

    /// <summary>An <c>IQueryable</c> that comes from elsewhere: a parameter, a field, a method out of sight.</summary>
    Elsewhere,
}

/// <summary>What an operator does to a query.</summary>
internal enum QueryStep
{
    /// <summary><c>Where</c>, and its kin in this project that only filter.</summary>
    Filter,

    /// <summary><c>OrderBy…</c>, <c>ThenBy…</c>, <c>Reverse</c>.</summary>
    Order,

    /// <summary><c>Skip</c>, <c>Take</c> and their kin.</summary>
    Limit,

    /// <summary><c>Select</c>, <c>SelectMany</c>, <c>Cast</c>, <c>OfType</c>: the rows are others than before.</summary>
    Projection,

    /// <summary><c>GroupBy</c>, <c>Join</c>, <c>Distinct</c>, <c>Union</c> and their kin.</summary>
    Combination,

    /// <summary><c>Include</c>, <c>ThenInclude</c>.</summary>
    Include,

    /// <summary><c>AsNoTracking</c>, <c>AsNoTrackingWithIdentityResolution</c>, <c>AsTracking</c>.</summary>
    Tracking,

    /// <summary><c>AsSplitQuery</c>, <c>TagWith</c>, <c>IgnoreQueryFilters</c> and their kin: the rows are the same.</summary>
    Hint,

    /// <summary>A method that takes a query and returns one, and whose body is not read: it may do any of these.</summary>
    Unknown,
}

/// <summary>How the entities of a query are tracked, as far as its operators say.</summary>
internal enum QueryTracking
{
    /// <summary>No operator says: the default of the context.</summary>
    Default,

    /// <summary><c>AsNoTracking…</c>.</summary>
    None,

    /// <summary><c>AsTracking</c>.</summary>
    Tracked,

    /// <summary>An operator says so on some paths, or one out of sight may.</summary>
    CannotTell,
}

/// <summary>One operator of a query.</summary>
/// <param name="Step">What it does.</param>
/// <param name="Call">The call; in query syntax, <c>Call.Syntax</c> is the clause.</param>
/// <param name="IsCertain">Whether it is there on every path: false for what an <c>if</c> adds.</param>
internal sealed record QueryOperator(QueryStep Step, IInvocationOperation Call, bool IsCertain = true)
{
    internal string Name => Call.TargetMethod.Name;
}
