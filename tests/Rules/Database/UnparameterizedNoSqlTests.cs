using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class UnparameterizedNoSqlTests
{
    private static readonly Setup s_libraries = new() { Sources = new Dictionary<string, string> { ["NoSql.cs"] = SqlLibraries.NoSql } };

    [Theory]
    [InlineData("""var q = new [|QueryDefinition|]($"SELECT c.id FROM c WHERE c.name = '{name}'");""")]
    [InlineData("""var q = new [|QueryDefinition|]("SELECT c.id FROM c WHERE c.name = '" + name + "'").WithParameter("@a", id);""")]
    [InlineData("""var q = new [|QueryDefinition|](string.Format("SELECT c.id FROM c WHERE c.name = '{0}'", name));""")]
    [InlineData("""var q = new [|QueryDefinition|]($"SELECT c.id FROM c ORDER BY c.{name}");""")]
    [InlineData("""var sql = $"SELECT c.id FROM c WHERE c.id = {id} AND c.name = '{name}'"; var q = new [|QueryDefinition|](sql);""")]
    [InlineData("""var all = container.[|GetItemQueryIterator<User>|]($"SELECT c.id FROM c WHERE c.name = '{name}'");""")]
    [InlineData("""var f = BsonDocument.[|Parse|]($"{{ name: '{name}' }}");""")]
    [InlineData("""var f = BsonDocument.[|Parse|]("{ \"name\": \"" + name + "\" }");""")]
    [InlineData("""var f = new [|JsonFilterDefinition<User>|]($"{{ name: '{name}' }}");""")]
    [InlineData("""var f = users.[|Find|]($"{{ name: '{name}' }}");""")]
    [InlineData("""FilterDefinition<User> f = [|"{ name: '" + name + "' }"|];""")]
    [InlineData("""var f = new BsonDocument("$where", new [|BsonJavaScript|]($"this.name == '{name}'"));""")]
    [InlineData("""var f = new [|BsonDocument|]("$where", "this.name == '" + name + "'");""")]
    [InlineData("""redis.[|ScriptEvaluate|]($"return redis.call('get', '{name}')");""")]
    [InlineData("""await redis.[|ScriptEvaluateAsync|]("return redis.call('del', '" + name + "')");""")]
    [InlineData("""var s = LuaScript.[|Prepare|]($"return redis.call('get', '{name}')");""")]
    [InlineData("""await session.[|RunAsync|]($"MATCH (u:User {{name: '{name}'}}) RETURN u");""")]
    [InlineData("""await session.[|RunAsync|]("MATCH (u:" + name + ") RETURN u");""")]
    [InlineData("""var q = new [|Query|]($"MATCH (u:User) WHERE u.name = '{user.Name}' RETURN u");""")]
    [InlineData("""var b = new System.Text.StringBuilder("MATCH (u) WHERE u.name = '"); b.Append(name).Append("' RETURN u"); await session.[|RunAsync|](b.ToString());""")]
    public Task Reports_queries_composed_of_text(string body) => Verify<UnparameterizedNoSql>.Reports(Code(body), s_libraries);

    [Theory]
    [InlineData("""var q = new QueryDefinition("SELECT c.id FROM c WHERE c.name = @name").WithParameter("@name", name);""")]
    [InlineData("""var q = new QueryDefinition($"SELECT c.id FROM c WHERE c.id = {id}");""")]
    [InlineData("""var q = new QueryDefinition($"SELECT c.id FROM c WHERE c.key = '{Guid.NewGuid()}'");""")]
    [InlineData("""var q = new QueryDefinition($"SELECT c.id FROM {Alias} WHERE c.name = @name").WithParameter("@name", name);""")]
    [InlineData("""var q = new QueryDefinition($"SELECT c.id FROM c ORDER BY c.{(name == "old" ? "created" : "id")}");""")]
    [InlineData("""var q = new QueryDefinition(name);""")]
    [InlineData("""var f = new BsonDocument("name", "x" + name); f = new BsonDocument("$where", "this.a > 1");""")]
    [InlineData("""var all = container.GetItemQueryIterator<User>("SELECT c.id FROM c");""")]
    [InlineData("""var f = BsonDocument.Parse("{ active: true }");""")]
    [InlineData("""var f = BsonDocument.Parse(name);""")]
    [InlineData("""var f = BsonDocument.Parse($"{{ age: {{ $gt: {id} }} }}");""")]
    [InlineData("""var f = users.Find(Builders<User>.Filter.Eq(u => u.Name, name));""")]
    [InlineData("""var f = users.Find(new BsonDocument("name", name));""")]
    [InlineData("""var f = users.Find("{ active: true }");""")]
    [InlineData("""redis.ScriptEvaluate("return redis.call('get', KEYS[1])", new RedisKey[] { name });""")]
    [InlineData("""await redis.ScriptEvaluateAsync($"return redis.call('expire', KEYS[1], {id})", new RedisKey[] { name });""")]
    [InlineData("""await session.RunAsync("MATCH (u:User {name: $name}) RETURN u", new { name });""")]
    [InlineData("""await session.RunAsync($"MATCH (u:{nameof(User)}) RETURN u LIMIT {id}");""")]
    [InlineData("""var label = name switch { "a" => "User", _ => "Admin" }; await session.RunAsync($"MATCH (u:{label}) RETURN u");""")]
    [InlineData("""var q = new Query("MATCH (u) WHERE u.name = $name RETURN u", new { name });""")]
    public Task Stays_silent_where_values_are_passed_apart(string body) => Verify<UnparameterizedNoSql>.Silent(Code(body), s_libraries);

    [Fact]
    public Task Says_what_it_becomes_part_of() => Verify<UnparameterizedNoSql>.Reports(
        Code("""redis.{|#0:ScriptEvaluate|}($"return redis.call('get', '{{|#1:name|}}')");"""), s_libraries,
        Verify<UnparameterizedNoSql>.Report(0).WithLocation(1).WithArguments("name", "script", "pass it in 'KEYS' or 'ARGV'"));

    private static string Code(string body) => $$"""
        using Microsoft.Azure.Cosmos;
        using MongoDB.Bson;
        using MongoDB.Driver;
        using Neo4j.Driver;
        using StackExchange.Redis;
        public class User { public string Name { get; set; } = ""; }
        public class Store
        {
            private const string Alias = "c";
            public async Task Run(Container container, IMongoCollection<User> users, IDatabase redis, IAsyncSession session, string name, int id, User user)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
