// The certificate stores of a PC, and what its own chain engine thinks of a chain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace rdpmend {

enum class StoreOwner : std::uint8_t { CurrentUser, LocalMachine };
enum class StoreName : std::uint8_t {
    Personal,
    Root,
    Intermediate,
    RemoteDesktop
};    // "MY", "ROOT", "CA", "Remote Desktop"

// CERT_KEY_PROV_INFO_PROP_ID and the file that holds the key. What could not be looked at says why.
struct PrivateKey {
    std::string provider{};    // "Microsoft Software Key Storage Provider"
    std::string container{};
    std::string file{};    // absolute path; empty when the provider keeps no file, or it was not found
    std::string sddl{};    // of the file: owner, group and DACL; empty when it could not be read
    std::optional<Error> trouble{};

    bool operator==(const PrivateKey&) const = default;
};

struct StoredCertificate {
    Bytes der{};
    std::optional<PrivateKey> key{};    // nullopt: the certificate has no private key here

    bool operator==(const StoredCertificate&) const = default;
};

// CertGetCertificateChain and CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_SSL); nothing is fetched.
struct ChainJudgement {
    std::uint32_t trust = 0;       // CERT_TRUST_STATUS.dwErrorStatus, CERT_TRUST_*; 0: no complaint
    std::uint32_t policy = 0;      // CERT_CHAIN_POLICY_STATUS.dwError, an HRESULT; 0: fit for a server of that name
    std::vector<Bytes> chain{};    // DER, leaf first, as the engine put it together

    bool operator==(const ChainJudgement&) const = default;
};

}    // namespace rdpmend
