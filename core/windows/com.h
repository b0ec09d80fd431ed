// COM for the length of one call: the apartment, and what objects hand out, given back by itself.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <windows.h>

#include <oleauto.h>

#include "core/windows/error.h"

namespace rdpmend::windows {

struct ReleaseObject {
    void operator()(IUnknown* object) const { object->Release(); }
};
struct ReleaseText {
    void operator()(wchar_t* text) const { SysFreeString(text); }
};

template <class T>
using ComPointer = std::unique_ptr<T, ReleaseObject>;
using ComText = std::unique_ptr<wchar_t, ReleaseText>;    // a BSTR

// This thread may use COM while the apartment lives. Before every ComPointer, so that it goes after them.
class Apartment {
public:
    static Result<Apartment> enter(const std::string& doing);

    Apartment(Apartment&& other) noexcept : m_entered(std::exchange(other.m_entered, false)) {}
    Apartment& operator=(Apartment&&) = delete;
    ~Apartment();

private:
    explicit Apartment(bool entered) : m_entered(entered) {}

    bool m_entered;    // false: the thread was in another kind of apartment before, which serves as well
};

class Variant {
public:
    Variant() { VariantInit(&m_value); }
    Variant(const Variant&) = delete;
    Variant& operator=(const Variant&) = delete;
    ~Variant() { VariantClear(&m_value); }

    VARIANT* out() { return &m_value; }    // only while it is empty
    const VARIANT& operator*() const { return m_value; }

private:
    VARIANT m_value{};
};

// The object that `call(T**)` hands out; a success without an object is an error too.
template <class T, class Call>
Result<ComPointer<T>> obtain(const std::string& doing, Call call)
{
    T* object = nullptr;
    const HRESULT status = call(&object);
    ComPointer<T> owner(object);
    if (FAILED(status)) return hresultError(status, doing);
    if (!owner) return hresultError(E_POINTER, doing);
    return owner;
}

template <class T>
Result<ComPointer<T>> createObject(const CLSID& type, const std::string& doing)
{
    return obtain<T>(doing, [&type](T** object) {
        void* made = nullptr;
        const HRESULT status = CoCreateInstance(type, nullptr, CLSCTX_INPROC_SERVER, __uuidof(T), &made);
        *object = static_cast<T*>(made);
        return status;
    });
}

ComText comText(std::wstring_view text);    // nullptr: no memory
std::string shown(const ComText& text);     // nullptr is the empty text

}    // namespace rdpmend::windows
