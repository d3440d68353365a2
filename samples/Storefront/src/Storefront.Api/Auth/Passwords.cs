using System.Security.Cryptography;
using System.Text;

namespace Storefront.Api.Auth;

public static class Passwords
{
    private const int Iterations = 100_000;

    public static string Hash(string password, string email)
    {
        var salt = SHA256.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant()));
        return Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, 32));
    }

    public static bool Matches(string password, string email, string hash) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(Hash(password, email)), Convert.FromBase64String(hash));
}
