//! Writes a type as a [`Value`].

use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, Serializer,
};

use super::value::{Unreadable, Value};

impl Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self("a value that can't be written")
    }
}

const KIND: Unreadable = Unreadable("a kind of value that the bridge does not know");

#[derive(Clone, Copy)]
pub struct Writer;

macro_rules! numbers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, number: $type) -> Result<Value, Unreadable> {
            Ok(Value::Number(number as f64))
        })*
    };
}

impl Serializer for Writer {
    type Ok = Value;
    type Error = Unreadable;
    type SerializeSeq = List;
    type SerializeTuple = List;
    // None of the bridge's types is one.
    type SerializeTupleStruct = Impossible<Value, Unreadable>;
    type SerializeTupleVariant = Impossible<Value, Unreadable>;
    type SerializeMap = Map;
    type SerializeStruct = Map;
    type SerializeStructVariant = Map;

    // Every number that crosses the bridge is a count or milliseconds, well below 2^53.
    numbers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_u8: u8,
        serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32, serialize_f64: f64);

    fn serialize_bool(self, is: bool) -> Result<Value, Unreadable> {
        Ok(Value::Bool(is))
    }

    fn serialize_char(self, letter: char) -> Result<Value, Unreadable> {
        Ok(Value::Text(letter.into()))
    }

    fn serialize_str(self, text: &str) -> Result<Value, Unreadable> {
        Ok(Value::Text(text.to_owned()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Value, Unreadable> {
        Err(KIND)
    }

    fn serialize_none(self) -> Result<Value, Unreadable> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Unreadable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, Unreadable> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Unreadable> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<Value, Unreadable> {
        Ok(Value::Text(name.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value, Unreadable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<Value, Unreadable> {
        Ok(Value::Map(vec![(name.to_owned(), value.serialize(self)?)]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List, Unreadable> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<List, Unreadable> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unreadable> {
        Err(KIND)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unreadable> {
        Err(KIND)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Map, Unreadable> {
        Ok(Map { variant: None, pairs: Vec::new() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Map, Unreadable> {
        Ok(Map { variant: None, pairs: Vec::new() })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Map, Unreadable> {
        Ok(Map { variant: Some(name), pairs: Vec::new() })
    }
}

pub struct List(Vec<Value>);

impl SerializeSeq for List {
    type Ok = Value;
    type Error = Unreadable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unreadable> {
        self.0.push(value.serialize(Writer)?);
        Ok(())
    }

    fn end(self) -> Result<Value, Unreadable> {
        Ok(Value::List(self.0))
    }
}

impl SerializeTuple for List {
    type Ok = Value;
    type Error = Unreadable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unreadable> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<Value, Unreadable> {
        SerializeSeq::end(self)
    }
}

/// A map or a struct, and the variant that holds it, if one does.
pub struct Map {
    variant: Option<&'static str>,
    pairs: Vec<(String, Value)>,
}

impl Map {
    fn finish(self) -> Value {
        let map = Value::Map(self.pairs);
        match self.variant {
            Some(name) => Value::Map(vec![(name.to_owned(), map)]),
            None => map,
        }
    }
}

impl SerializeMap for Map {
    type Ok = Value;
    type Error = Unreadable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unreadable> {
        let Value::Text(key) = key.serialize(Writer)? else { return Err(KIND) };
        self.pairs.push((key, Value::Null));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unreadable> {
        let value = value.serialize(Writer)?;
        if let Some(last) = self.pairs.last_mut() {
            last.1 = value;
        }
        Ok(())
    }

    fn end(self) -> Result<Value, Unreadable> {
        Ok(self.finish())
    }
}

impl SerializeStruct for Map {
    type Ok = Value;
    type Error = Unreadable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unreadable> {
        self.pairs.push((key.to_owned(), value.serialize(Writer)?));
        Ok(())
    }

    fn end(self) -> Result<Value, Unreadable> {
        Ok(self.finish())
    }
}

impl SerializeStructVariant for Map {
    type Ok = Value;
    type Error = Unreadable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unreadable> {
        SerializeStruct::serialize_field(self, key, value)
    }

    fn end(self) -> Result<Value, Unreadable> {
        Ok(self.finish())
    }
}
