using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Tests.Stubs;

namespace ArchitectAnalyzers.Tests.Api;

public class ResolverQueryTests
{
    private static string In(string members) => $$"""
        using System.Data.Common;
        using Dapper;
        using HotChocolate;
        using HotChocolate.Resolvers;
        using HotChocolate.Types;
        using Microsoft.EntityFrameworkCore;

        public class Author { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Review { public int Id { get; set; } public int BookId { get; set; } }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options)
        {
            public DbSet<Author> Authors => Set<Author>();
            public DbSet<Review> Reviews => Set<Review>();
            public DbSet<Book> Books => Set<Book>();
        }
        public interface IAuthorByIdDataLoader { Task<Author?> LoadAsync(int key, CancellationToken token); }

        public partial class Book { public int Id { get; set; } public int AuthorId { get; set; } }

        [ExtendObjectType(typeof(Book))]
        public partial class BookResolvers
        {
            {{members}}
        }
        """;

    [Theory]
    [InlineData("public Task<Author?> GetAuthorAsync([Parent] Book book, Shop db, CancellationToken token) => db.Authors.[|FirstOrDefaultAsync|](a => a.Id == book.AuthorId, token);")]
    [InlineData("public async Task<Author?> GetAuthorAsync([Parent] Book book, [Service] Shop db) { return await db.Authors.[|FindAsync|](book.AuthorId); }")]
    [InlineData("public async Task<List<Review>> GetReviewsAsync([Parent] Book book, [Service] Shop db, CancellationToken token) => await db.Reviews.Where(r => r.BookId == book.Id).[|ToListAsync|](token);")]
    [InlineData("public Author? GetAuthor([Parent] Book book, Shop db) => db.Authors.[|SingleOrDefault|](a => a.Id == book.AuthorId);")]
    [InlineData("public Task<int> CountAsync([Parent] Book book, Shop db) => db.Reviews.[|CountAsync|](r => r.BookId == book.Id);")]
    [InlineData("public List<Review> GetReviews([Parent] Book book, Shop db) => (from r in db.Reviews where r.BookId == book.Id select r).[|ToList|]();")]
    [InlineData("public IQueryable<Review> GetReviews([Parent] Book book, Shop db) => db.Reviews.[|Where|](r => r.BookId == book.Id);")]
    [InlineData("public static Task<Author> GetAuthorAsync([Parent] Book book, DbConnection connection) => connection.[|QuerySingleAsync<Author>|](\"SELECT Id, Name FROM Authors WHERE Id = @id\", new { id = book.AuthorId });")]
    [InlineData("public async Task<Author?> GetAuthorAsync([Parent] Book book, [Service] IDbContextFactory<Shop> factory) { await using var db = await factory.CreateDbContextAsync(); return await db.Authors.[|FirstOrDefaultAsync|](a => a.Id == book.AuthorId); }")]
    [InlineData("} class BookType : ObjectType<Book> { protected override void Configure(IObjectTypeDescriptor<Book> descriptor) => descriptor.Field(\"author\").Resolve(async context => { var book = context.Parent<Book>(); return await context.Service<Shop>().Authors.[|FirstOrDefaultAsync|](a => a.Id == book.AuthorId); });")]
    [InlineData("} public partial class Book { public Task<Author?> GetAuthorAsync([Service] Shop db) => db.Authors.[|FirstOrDefaultAsync|](a => a.Id == AuthorId);")]
    [InlineData("public async Task<object?> GetNameAsync([Parent] Book book, DbConnection connection) { await using var command = connection.CreateCommand(); return await command.[|ExecuteScalarAsync|](); }")]
    [InlineData("public async Task<Author?> GetAuthorAsync([Parent] Book book, Shop db) { await foreach (var a in db.Authors.Where(a => a.Id == book.AuthorId).[|AsAsyncEnumerable|]()) return a; return null; }")]
    public Task Reports_a_query_for_each_parent(string members) => Verify<ResolverQuery>.Reports(In(members), GraphServers.HotChocolate13);

    [Theory]
    [InlineData("public Task<Author?> GetAuthorAsync([Parent] Book book, IAuthorByIdDataLoader authors, CancellationToken token) => authors.LoadAsync(book.AuthorId, token);")]
    [InlineData("public string GetTitle([Parent] Book book) => \"Book \" + book.Id;")]
    [InlineData("public int CountLocal([Parent] Book book) => new[] { 1, 2 }.Where(i => i == book.Id).Count();")]
    [InlineData("[DataLoader] public static async Task<Dictionary<int, Author>> GetAuthorByIdAsync(IReadOnlyList<int> ids, Shop db, CancellationToken token) => await db.Authors.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, token);")]
    [InlineData("public async Task<List<Book>> GetBooksAsync([Service] Shop db, CancellationToken token) => await db.Books.Take(50).ToListAsync(token);")]
    [InlineData("public IQueryable<Book> GetBooks(Shop db) => db.Books;")]
    [InlineData("public Task<Book?> GetBookAsync(int id, [Service] Shop db) => db.Books.FirstOrDefaultAsync(b => b.Id == id);")]
    [InlineData("public Task<Author> GetAuthorAsync([Parent] Book book, IResolverContext context, Shop db) => context.BatchLoadAsync<int, Author>(book.AuthorId, async (keys, token) => await db.Authors.Where(a => keys.Contains(a.Id)).ToDictionaryAsync(a => a.Id, token));")]
    [InlineData("} class BookType : ObjectType<Book> { protected override void Configure(IObjectTypeDescriptor<Book> descriptor) => descriptor.Field(\"count\").Resolve(async context => await context.Service<Shop>().Books.CountAsync());")]
    public Task Stays_silent(string members) => Verify<ResolverQuery>.Silent(In(members), GraphServers.HotChocolate13);

    [Fact]
    public Task Reports_in_resolvers_of_GraphQL_NET() => Verify<ResolverQuery>.Reports("""
        using GraphQL.Types;
        using Microsoft.EntityFrameworkCore;

        public class Author { public int Id { get; set; } }
        public class Book { public int AuthorId { get; set; } }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Author> Authors => Set<Author>(); }

        public class BookType : ObjectGraphType<Book>
        {
            public BookType(Shop db)
            {
                Field<object>("author").ResolveAsync(async context => await db.Authors.[|FirstOrDefaultAsync|](a => a.Id == context.Source.AuthorId, context.CancellationToken));
                Field<object>("first").ResolveAsync(async context => await db.Authors.FirstOrDefaultAsync(context.CancellationToken));
            }
        }
        """, GraphServers.GraphQLNet);
}
