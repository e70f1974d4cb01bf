//! Reads a type out of a [`Value`].

use serde::Deserializer;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, Error, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use super::value::{Unreadable, Value};

const KIND: Unreadable = Unreadable("a value of another kind");

impl Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self("a value that is not allowed")
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        KIND
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        KIND
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self("a value without one of its keys")
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self("a word that is new here")
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self("a key that is new here")
    }
    fn missing_field(field: &'static str) -> Self {
        Self(field)
    }
    fn duplicate_field(field: &'static str) -> Self {
        Self(field)
    }
}

fn number<'de, V: Visitor<'de>>(value: &Value, visitor: V) -> Result<V::Value, Unreadable> {
    let Value::Number(number) = *value else { return Err(KIND) };
    if number.fract() != 0.0 {
        visitor.visit_f64(number)
    } else if number < 0.0 {
        visitor.visit_i64(number as i64)
    } else {
        visitor.visit_u64(number as u64)
    }
}

fn text<'de, V: Visitor<'de>>(value: &Value, visitor: V) -> Result<V::Value, Unreadable> {
    let Value::Text(text) = value else { return Err(KIND) };
    visitor.visit_str(text)
}

/// Methods that read what a function of this file reads.
macro_rules! read_with {
    ($function:ident: $($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            $function(self, visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for &'de Value {
    type Error = Unreadable;

    read_with!(number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64);
    read_with!(text: deserialize_char deserialize_str deserialize_string deserialize_identifier);

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Value::Null => visitor.visit_unit(),
            Value::Bool(is) => visitor.visit_bool(*is),
            Value::Number(_) => number(self, visitor),
            Value::Text(text) => visitor.visit_str(text),
            Value::List(items) => visitor.visit_seq(Items(items)),
            Value::Map(pairs) => visitor.visit_map(Pairs(pairs)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let Value::Bool(is) = *self else { return Err(KIND) };
        visitor.visit_bool(is)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Value::Null => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let Value::List(items) = self else { return Err(KIND) };
        visitor.visit_seq(Items(items))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Self::Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let Value::Map(pairs) = self else { return Err(KIND) };
        visitor.visit_map(Pairs(pairs))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        let Value::Map(pairs) = self else { return Err(KIND) };
        visitor.visit_seq(Fields { keys, pairs })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self {
            Value::Text(name) => visitor.visit_enum(Variant(name, &Value::Null)),
            Value::Map(pairs) => match pairs.as_slice() {
                [(name, content)] => visitor.visit_enum(Variant(name, content)),
                _ => Err(KIND),
            },
            _ => Err(KIND),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(KIND)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(KIND)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_unit()
    }
}

/// A struct's fields in their order, found by their keys: less code than to take the keys as they come. Where one is
/// missing, the field's default is taken, or else the value is not readable: a field that may be missing has to have one.
struct Fields<'de> {
    keys: &'static [&'static str],
    pairs: &'de [(String, Value)],
}

impl<'de> Fields<'de> {
    /// None where no field is left.
    #[inline(never)]
    fn next(&mut self) -> Option<Option<&'de Value>> {
        let (key, rest) = self.keys.split_first()?;
        self.keys = rest;
        Some(self.pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value))
    }
}

impl<'de> SeqAccess<'de> for Fields<'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        self.next().flatten().map(|value| seed.deserialize(value)).transpose()
    }
}

struct Items<'de>(&'de [Value]);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        let Some((first, rest)) = self.0.split_first() else { return Ok(None) };
        self.0 = rest;
        seed.deserialize(first).map(Some)
    }
}

/// The pairs from the one whose key was read last.
struct Pairs<'de>(&'de [(String, Value)]);

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        let Some((key, _)) = self.0.first() else { return Ok(None) };
        let key: StrDeserializer<'_, Unreadable> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unreadable> {
        let Some(((_, value), rest)) = self.0.split_first() else { return Err(KIND) };
        self.0 = rest;
        seed.deserialize(value)
    }
}

/// The name of a variant and what it holds.
struct Variant<'de>(&'de str, &'de Value);

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Unreadable;
    type Variant = &'de Value;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self::Variant), Unreadable> {
        let name: StrDeserializer<'_, Unreadable> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, self.1))
    }
}

impl<'de> VariantAccess<'de> for &'de Value {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_struct("", keys, visitor)
    }
}
