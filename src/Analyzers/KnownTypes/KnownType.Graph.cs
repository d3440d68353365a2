namespace ArchitectAnalyzers.Core;

// GraphQL servers, and the set-up of Entity Framework.
internal sealed partial class KnownType
{
    internal static readonly KnownType HotChocolateBuilder = new("HotChocolate.Execution.Configuration.IRequestExecutorBuilder");
    internal static readonly KnownType HotChocolateParent = new("HotChocolate.ParentAttribute");
    internal static readonly KnownType HotChocolateService = new("HotChocolate.ServiceAttribute");
    internal static readonly KnownType HotChocolateContext = new("HotChocolate.Resolvers.IResolverContext");
    internal static readonly KnownType HotChocolateCostOptions = new("HotChocolate.CostAnalysis.CostOptions");
    internal static readonly KnownType GraphQLBuilder = new("GraphQL.DI.IGraphQLBuilder");
    internal static readonly KnownType GraphQLFieldContext = new("GraphQL.IResolveFieldContext`1");

    internal static readonly KnownType DbContextOptions = new("Microsoft.EntityFrameworkCore.DbContextOptions");
    internal static readonly KnownType DbContextOptionsOfT = new("Microsoft.EntityFrameworkCore.DbContextOptions`1");
    internal static readonly KnownType DbContextOptionsBuilder = new("Microsoft.EntityFrameworkCore.DbContextOptionsBuilder");
    internal static readonly KnownType DesignTimeDbContextFactory = new("Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory`1");
    internal static readonly KnownType EfInMemory = new("Microsoft.EntityFrameworkCore.InMemoryDbContextOptionsExtensions");
    internal static readonly KnownType EfProxies = new("Microsoft.EntityFrameworkCore.ProxiesExtensions");
    internal static readonly KnownType DbContextOptionsBuilderOfT = new("Microsoft.EntityFrameworkCore.DbContextOptionsBuilder`1");
    internal static readonly KnownType IHostEnvironment = new("Microsoft.Extensions.Hosting.IHostEnvironment");
}
